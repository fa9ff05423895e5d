import { Alert, Button, Checkbox, Group, Stack } from '@mantine/core';
import { IconEraser } from '@tabler/icons-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  /** What the button says. */
  action: string;
  /** What is said when it went wrong. */
  failed: string;
  /** It cannot be done yet, or not at all. */
  disabled?: boolean;
  broken?: boolean;
  /** Does it, and leads away; or finds something missing, and comes back. */
  run: () => Promise<void>;
  onClose: () => void;
  children: ReactNode;
}

/** A question about what cannot be undone: who confirms says so first, and the button that has the focus does nothing. */
export function ForGood({ action, failed, disabled, broken, run, onClose, children }: Props) {
  const { t } = useTranslation();
  const [sure, setSure] = useState(false);
  const [state, setState] = useState<'asking' | 'working' | 'failed'>('asking');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!sure || disabled) return;
    setState('working');
    try {
      await run();
      setState('asking');
    } catch (error) {
      console.error('for good', error);
      setState('failed');
    }
  };
  return (
    <form noValidate onSubmit={(event) => void submit(event)}>
      <Stack gap="sm">
        {children}
        <Checkbox
          label={t('privacy.erasure.sure')}
          checked={sure}
          onChange={(event) => setSure(event.currentTarget.checked)}
        />
        {(broken || state === 'failed') && (
          <Alert color="red" role="alert" p="xs">
            {failed}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('common.cancel')}
          </Button>
          <Button
            type="submit"
            color="red.9"
            disabled={!sure || disabled}
            loading={state === 'working'}
            leftSection={<IconEraser size={16} />}
          >
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
