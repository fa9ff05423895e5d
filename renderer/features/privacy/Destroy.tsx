import { Alert, Button, Checkbox, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconEraser } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Values } from '#core/model/collections.ts';
import { mayErase } from '#core/workflow/policy.ts';
import type { PastTerm, RetentionKind } from '#core/workflow/retention.ts';
import { useThisDevice } from '../../app/device.tsx';
import { useRecord } from '../../store/queries.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { useFieldTexts } from '../../ui/useFieldTexts.ts';
import { destroy, ruleId } from './destruction.ts';

interface Props {
  kind: RetentionKind;
  records: readonly PastTerm[];
}

/** Destroys what is past its term, before a witness. For coordinators. */
export function DestroyButton({ kind, records }: Props) {
  const { t } = useTranslation();
  const { role } = useThisDevice();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const rule = useRecord('retentionRules', ruleId(kind));
  if (!mayErase(role) || !rule) return null;
  const title = t('privacy.retention.destroyTitle', {
    count: records.length,
    kind: t(`privacy.retention.kinds.${kind}`),
  });
  return (
    <>
      <Button size="compact-sm" color="red.9" leftSection={<IconEraser size={16} />} onClick={() => setAsking(true)}>
        {t('privacy.retention.destroy')}
      </Button>
      {asking && (
        <Dialog title={title} onClose={() => setAsking(false)}>
          <Confirm
            {...{ kind, records, rule: rule.values }}
            onClose={() => setAsking(false)}
            onDone={(id) => void navigate({ to: '/privacy/destructions/$id', params: { id } as never })}
          />
        </Dialog>
      )}
    </>
  );
}

interface ConfirmProps extends Props {
  rule: Values<'retentionRules'>;
  onClose: () => void;
  onDone: (report: string) => void;
}

function Confirm({ kind, records, rule, onClose, onDone }: ConfirmProps) {
  const { t } = useTranslation();
  const device = useThisDevice();
  const { label } = useFieldTexts();
  const [witness, setWitness] = useState('');
  const [basis, setBasis] = useState(rule.basis ?? '');
  const [note, setNote] = useState('');
  const [sure, setSure] = useState(false);
  const [state, setState] = useState<'asking' | 'working' | 'failed'>('asking');
  const run = async (event: FormEvent) => {
    event.preventDefault();
    setState('working');
    try {
      const report = await destroy({ kind, records, years: rule.years ?? 0, basis, witness, note }, device);
      onClose();
      onDone(report);
    } catch (error) {
      console.error('destruction', error);
      setState('failed');
    }
  };
  return (
    <form onSubmit={(event) => void run(event)}>
      <Stack gap="sm">
        <Text size="sm">{t('privacy.retention.destroyHint')}</Text>
        <Text size="sm">{t('privacy.erasure.copies')}</Text>
        <TextInput
          label={label('destructions', 'witness')}
          required
          maxLength={200}
          value={witness}
          onChange={(event) => setWitness(event.currentTarget.value)}
          data-autofocus
        />
        <TextInput
          label={label('destructions', 'basis')}
          maxLength={255}
          value={basis}
          onChange={(event) => setBasis(event.currentTarget.value)}
        />
        <TextInput
          label={label('destructions', 'note')}
          maxLength={4000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Checkbox
          label={t('privacy.erasure.sure')}
          checked={sure}
          onChange={(event) => setSure(event.currentTarget.checked)}
        />
        {state === 'failed' && (
          <Alert color="red" role="alert" p="xs">
            {t('privacy.retention.failed')}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            type="submit"
            color="red.9"
            disabled={!sure || witness.trim() === ''}
            loading={state === 'working'}
            leftSection={<IconEraser size={16} />}
          >
            {t('privacy.retention.destroy')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
