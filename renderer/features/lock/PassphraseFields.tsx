import { Group, PasswordInput, Text } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { MIN_PASSPHRASE } from '../../store/vault.ts';

export interface NewPassphrase {
  passphrase: string;
  again: string;
}

export const NO_PASSPHRASE: NewPassphrase = { passphrase: '', again: '' };

/** What is wrong with it; null: nothing. */
export function passphraseProblem({ passphrase, again }: NewPassphrase): 'short' | 'differs' | null {
  if (passphrase.trim().length < MIN_PASSPHRASE) return 'short';
  return passphrase === again ? null : 'differs';
}

/** The same in words. */
export function passphraseText(t: TFunction, next: NewPassphrase): string | null {
  const problem = passphraseProblem(next);
  return problem && t(`lock.errors.${problem}`, { min: MIN_PASSPHRASE });
}

/** A new passphrase, typed twice. */
export function PassphraseFields({
  value,
  onChange,
  label,
}: {
  value: NewPassphrase;
  onChange: (value: NewPassphrase) => void;
  label?: string;
}) {
  const { t } = useTranslation();
  return (
    <div>
      <Group grow align="flex-start">
        <PasswordInput
          visibilityToggleButtonProps={{ 'aria-label': t('lock.visibility') }}
          label={label ?? t('lock.passphrase')}
          value={value.passphrase}
          onChange={(event) => onChange({ ...value, passphrase: event.currentTarget.value })}
          autoComplete="new-password"
        />
        <PasswordInput
          visibilityToggleButtonProps={{ 'aria-label': t('lock.visibility') }}
          label={t('lock.again')}
          value={value.again}
          onChange={(event) => onChange({ ...value, again: event.currentTarget.value })}
          autoComplete="new-password"
        />
      </Group>
      <Text size="xs" c="dimmed" mt={4}>
        {t('lock.passphraseHint', { min: MIN_PASSPHRASE })}
      </Text>
    </div>
  );
}
