import { Button, Text, TextInput } from '@mantine/core';
import { IconEraser } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Values } from '#core/model/collections.ts';
import { mayErase } from '#core/workflow/policy.ts';
import type { PastTerm, RetentionKind } from '#core/workflow/retention.ts';
import { useThisDevice } from '../../app/device.tsx';
import { useRecord } from '../../store/queries.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { useDraft } from '../../ui/useDraft.ts';
import { useFieldTexts } from '../../ui/useFieldTexts.ts';
import { destroy, ruleId } from './destruction.ts';
import { ForGood } from './ForGood.tsx';

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
  const report = { collection: 'destructions', id: `new.${kind}` };
  const witness = useDraft(report, 'witness');
  const basis = useDraft(report, 'basis', rule.basis ?? '');
  const note = useDraft(report, 'note');
  const witnessInput = useRef<HTMLInputElement>(null);
  const [tried, setTried] = useState(false);
  const isMissing = witness.text.trim() === '';
  const run = async () => {
    setTried(true);
    if (isMissing) return witnessInput.current?.focus();
    const texts = { basis: basis.text, witness: witness.text, note: note.text };
    const id = await destroy({ kind, records, years: rule.years ?? 0, ...texts }, device);
    await Promise.all([witness, basis, note].map((draft) => draft.forget()));
    onClose();
    onDone(id);
  };
  return (
    <ForGood action={t('privacy.retention.destroy')} failed={t('privacy.retention.failed')} {...{ run, onClose }}>
      <Text size="sm">{t('privacy.retention.destroyHint')}</Text>
      <Text size="sm">{t('privacy.erasure.copies')}</Text>
      <TextInput
        ref={witnessInput}
        label={label('destructions', 'witness')}
        withAsterisk
        error={tried && isMissing && t('privacy.retention.witnessMissing')}
        maxLength={200}
        value={witness.text}
        data-saving={witness.saving || undefined}
        onChange={(event) => witness.change(event.currentTarget.value)}
        data-autofocus
      />
      <TextInput
        label={label('destructions', 'basis')}
        maxLength={255}
        value={basis.text}
        data-saving={basis.saving || undefined}
        onChange={(event) => basis.change(event.currentTarget.value)}
      />
      <TextInput
        label={label('destructions', 'note')}
        maxLength={4000}
        value={note.text}
        data-saving={note.saving || undefined}
        onChange={(event) => note.change(event.currentTarget.value)}
      />
    </ForGood>
  );
}
