import { Button, Group, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Role } from '#core/workflow/policy.ts';
import type { Conflict } from '../../store/queries.ts';
import { authorsOf, type Plan, planFor, type Rule } from './decisions.ts';

interface Props {
  conflicts: Conflict[];
  role: Role;
  now: number;
  nameOf: (user: string) => string;
  onDecide: (plan: Plan) => void;
  onClose: () => void;
}

/** One rule for all that were marked. Says how many it decides, and how many stay, before anything is written. */
export function DecideAll({ conflicts, role, now, nameOf, onDecide, onClose }: Props) {
  const { t } = useTranslation();
  const choices: { name: string; label: string; rule: Rule }[] = [
    { name: 'newest', label: t('conflicts.all.newest'), rule: { by: 'newest' } },
    ...authorsOf(conflicts).map((user) => ({
      name: `author:${user}`,
      label: t('conflicts.all.author', { name: nameOf(user) }),
      rule: { by: 'author' as const, user },
    })),
    { name: 'remove', label: t('conflicts.all.remove'), rule: { by: 'remove' } },
    { name: 'restore', label: t('conflicts.all.restore'), rule: { by: 'restore' } },
  ];
  const possible = choices
    .map((choice) => ({ ...choice, plan: planFor(conflicts, choice.rule, role, now) }))
    .filter(({ plan }) => plan.decided.length > 0);
  const [chosen, setChosen] = useState<string | null>(null);
  const plan = possible.find(({ name }) => name === chosen)?.plan;
  return (
    <Stack gap="sm">
      {possible.length === 0 && <Text size="sm">{t('conflicts.all.none')}</Text>}
      <Radio.Group
        aria-label={t('conflicts.all.title', { count: conflicts.length })}
        value={chosen}
        onChange={setChosen}
      >
        <Stack gap="xs">
          {possible.map(({ name, label, plan: { decided } }, i) => (
            <Radio
              key={name}
              value={name}
              label={`${label} (${t('common.of', { n: decided.length, total: conflicts.length })})`}
              data-autofocus={i === 0 || undefined}
            />
          ))}
        </Stack>
      </Radio.Group>
      {plan && plan.left.length > 0 && (
        <Text size="sm">
          {t(chosen === 'newest' ? 'conflicts.all.leftNewest' : 'conflicts.all.left', { count: plan.left.length })}
        </Text>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button disabled={!plan} onClick={() => plan && onDecide(plan)}>
          {t('conflicts.all.confirm', { count: plan?.decided.length ?? 0 })}
        </Button>
      </Group>
    </Stack>
  );
}
