import {
  Alert,
  Anchor,
  Button,
  Card,
  Group,
  PasswordInput,
  Select,
  Stack,
  Text,
  TextInput,
  Title,
} from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shell } from '../../app/shell.ts';
import {
  type Account,
  forgetAccount,
  setPassphrase,
  unlock,
  unlockByRecovery,
  WrongKeyError,
} from '../../store/accounts.ts';
import { LanguageSwitch } from '../../ui/LanguageSwitch.tsx';
import classes from './LockPage.module.css';
import { NO_PASSPHRASE, PassphraseFields, passphraseText } from './PassphraseFields.tsx';
import { useUnlocking } from './useUnlocking.ts';

interface Props {
  /** At least one. */
  accounts: Account[];
  onOpen: () => void;
  /** Somebody who has no account on this laptop. */
  onOther: () => void;
}

/** What stands before the data of this laptop: the passphrase, or the recovery code. */
export function LockPage({ accounts, onOpen, onOther }: Props) {
  const { t } = useTranslation();
  const [id, setId] = useState(accounts.at(-1)?.id);
  const [recovering, setRecovering] = useState(false);
  const account = accounts.find((each) => each.id === id) ?? (accounts[0] as Account);
  return (
    <main className={classes.page}>
      <header className={classes.head}>
        <Title order={1} size="h3">
          {t('app.name')}
        </Title>
        <LanguageSwitch />
      </header>
      <Card withBorder className={classes.card}>
        <Stack gap="sm">
          {!account.revokedAt && (
            <Title order={2} size="h4">
              {t('lock.title')}
            </Title>
          )}
          {accounts.length > 1 && (
            <Select
              label={t('lock.who')}
              data={accounts.map((each) => ({ value: each.id, label: each.label }))}
              value={account.id}
              allowDeselect={false}
              onChange={(next) => next && setId(next)}
            />
          )}
          {account.revokedAt && <Revoked account={account} />}
          {account.revokedAt && account.byRecovery === '' ? null : recovering || account.revokedAt ? (
            <Recovering key={account.id} {...{ account, onOpen }} />
          ) : (
            <Passphrase key={account.id} {...{ account, onOpen }} />
          )}
          <Group justify="space-between">
            {!account.revokedAt && (
              <Anchor component="button" type="button" size="sm" onClick={() => setRecovering((now) => !now)}>
                {recovering ? t('lock.back') : t('lock.forgotten')}
              </Anchor>
            )}
            <Anchor component="button" type="button" size="sm" onClick={onOther}>
              {t('lock.other')}
            </Anchor>
          </Group>
        </Stack>
      </Card>
    </main>
  );
}

/** The coordinator ended this laptop's work; its data are gone, or only the recovery code opens what was unsent. */
function Revoked({ account }: { account: Account }) {
  const { t } = useTranslation();
  const isGone = account.byRecovery === '';
  const forget = async () => {
    await forgetAccount(account.id);
    location.reload();
  };
  return (
    <Alert color="orange" title={t('lock.wiped.title')}>
      <Stack gap="xs" align="flex-start">
        {t(isGone ? 'lock.wiped.text' : 'lock.wiped.unsent')}
        {isGone && (
          <Button size="xs" onClick={() => void forget()}>
            {t('lock.wiped.close')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

interface OfAccount {
  account: Account;
  onOpen: () => void;
}

function Passphrase({ account, onOpen }: OfAccount) {
  const { t } = useTranslation();
  const [passphrase, type] = useState('');
  const { busy, problem, unlockBy } = useUnlocking(onOpen);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void unlockBy(() => unlock(account.id, passphrase), t('lock.errors.wrong'));
  };
  const byVault = async () => {
    const key = account.byVault && (await shell()?.ask('vault:unwrap', account.byVault));
    if (!key) throw new WrongKeyError();
    return { account: account.id, key };
  };
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm">
        <Text size="sm">{t('lock.intro')}</Text>
        <PasswordInput
          visibilityToggleButtonProps={{ 'aria-label': t('lock.visibility') }}
          label={t('lock.passphrase')}
          value={passphrase}
          onChange={(event) => type(event.currentTarget.value)}
          autoComplete="current-password"
          autoFocus
        />
        <Problem text={problem} />
        <Group gap="xs">
          <Button type="submit" loading={busy} disabled={passphrase === ''}>
            {t('lock.unlock')}
          </Button>
          {account.byVault && (
            <Button variant="light" disabled={busy} onClick={() => void unlockBy(byVault, t('lock.errors.vaultGone'))}>
              {t('lock.byVault')}
            </Button>
          )}
          {busy && (
            <Text size="sm" c="dimmed" role="status">
              {t('lock.opening')}
            </Text>
          )}
        </Group>
      </Stack>
    </form>
  );
}

function Recovering({ account, onOpen }: OfAccount) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const [next, setNext] = useState(NO_PASSPHRASE);
  const { busy, problem, setProblem, unlockBy } = useUnlocking(onOpen);
  const recover = async () => {
    const session = await unlockByRecovery(account.id, code);
    await setPassphrase(session, next.passphrase);
    return session;
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const wrong = passphraseText(t, next);
    if (wrong) setProblem(wrong);
    else void unlockBy(recover, t('lock.errors.wrongCode'), true);
  };
  return (
    <form onSubmit={onSubmit}>
      <Stack gap="sm">
        <Text size="sm">{t('lock.recoveryIntro')}</Text>
        <TextInput
          label={t('lock.recoveryCode')}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
          autoFocus
        />
        <PassphraseFields label={t('lock.newPassphrase')} value={next} onChange={setNext} />
        <Problem text={problem} />
        <Button type="submit" w="fit-content" loading={busy} disabled={code.trim() === ''}>
          {t('lock.recover')}
        </Button>
      </Stack>
    </form>
  );
}

export function Problem({ text }: { text: string | null }) {
  return text ? (
    <Alert color="red" role="alert" p="xs">
      {text}
    </Alert>
  ) : null;
}
