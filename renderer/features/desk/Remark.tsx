import { Button, Group, Stack, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_REASON } from '../locks/locks.ts';

/** Asks what is to be mended; without an answer nothing is returned. */
export function Remark({ onSend, onCancel }: { onSend: (remark: string) => Promise<void>; onCancel: () => void }) {
  const { t } = useTranslation();
  const [remark, setRemark] = useState('');
  const send = (event: FormEvent) => {
    event.preventDefault();
    void onSend(remark.trim());
  };
  return (
    <form onSubmit={send}>
      <Stack gap="sm">
        <Textarea
          label={t('desk.remark')}
          description={t('desk.remarkHint')}
          value={remark}
          maxLength={MAX_REASON}
          autosize
          minRows={2}
          onChange={(event) => setRemark(event.currentTarget.value)}
          data-autofocus
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" disabled={remark.trim() === ''}>
            {t('desk.sendBack')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
