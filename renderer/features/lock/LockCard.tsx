import { Button, Card, Group, Select, Stack, Switch, Text, TextInput, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCheck, IconLock } from '@tabler/icons-react';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shell } from '../../app/shell.ts';
import { type Account, getAccount, setLabel, setPassphrase, setVault } from '../../store/accounts.ts';
import { setMeta } from '../../store/database.ts';
import { openSession } from '../../store/open.ts';
import { useIdleMinutes, useIsRecoverable } from '../../store/queries.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Problem } from './LockPage.tsx';
import { NO_PASSPHRASE, PassphraseFields, passphraseText } from './PassphraseFields.tsx';
import { lock } from './session.ts';

/** Minutes. */
const IDLE_CHOICES = [5, 10, 15, 30, 60];

/** On *Laptop ini*: how what lies on it is protected. */
export function LockCard() {
  const { t } = useTranslation();
  const [account, setAccount] = useState<Account>();
  const [changing, setChanging] = useState(false);
  const load = () => void getAccount(openSession().account).then(setAccount);
  useEffect(load, []);
  const isRecoverable = useIsRecoverable();
  if (!account) return null;
  return (
    <Card withBorder>
      <Stack gap="sm">
        <Group justify="space-between">
          <div>
            <Title order={2} size="h5">
              {t('lock.card.title')}
            </Title>
            <Text size="sm">
              {t('lock.card.intro')}{' '}
              {isRecoverable !== undefined &&
                t(isRecoverable ? 'lock.card.recoveryKnown' : 'lock.card.recoveryUnknown')}
            </Text>
          </div>
          <Group gap="xs">
            <Button variant="default" onClick={() => setChanging(true)}>
              {t('lock.card.change')}
            </Button>
            <Button leftSection={<IconLock size={16} />} onClick={() => void lock()}>
              {t('lock.card.now')}
            </Button>
          </Group>
        </Group>
        <Group align="flex-start" grow>
          <Idle />
          <Label key={account.id} account={account} />
        </Group>
        <ByVault account={account} onChange={load} />
      </Stack>
      {changing && <Changing onClose={() => setChanging(false)} />}
    </Card>
  );
}

function Idle() {
  const { t } = useTranslation();
  const minutes = useIdleMinutes();
  return (
    <Select
      label={t('lock.card.idle')}
      data={IDLE_CHOICES.map((each) => ({ value: String(each), label: t('lock.card.idleMinutes', { count: each }) }))}
      value={minutes === undefined ? null : String(minutes)}
      allowDeselect={false}
      onChange={(next) => void setMeta('idleMinutes', Number(next))}
    />
  );
}

function Label({ account }: { account: Account }) {
  const { t } = useTranslation();
  const [label, show] = useState(account.label);
  return (
    <TextInput
      label={t('lock.card.label')}
      description={t('lock.card.labelHint')}
      inputWrapperOrder={['label', 'input', 'description']}
      value={label}
      maxLength={40}
      onChange={(event) => show(event.currentTarget.value)}
      onBlur={() => void setLabel(account.id, label.trim() || account.label)}
    />
  );
}

/** Only where the system has a vault that hides something. */
function ByVault({ account, onChange }: { account: Account; onChange: () => void }) {
  const { t } = useTranslation();
  const [system, setSystem] = useState<string>();
  useEffect(() => {
    void shell()
      ?.info()
      .then(({ platform, hasVault }) => hasVault && setSystem(SYSTEMS[platform] ?? platform));
  }, []);
  if (system === undefined) return null;
  const choose = async (wanted: boolean) => {
    const wrapped = wanted ? await shell()?.ask('vault:wrap', openSession().key) : undefined;
    await setVault(account.id, wrapped ?? undefined);
    onChange();
  };
  return (
    <Switch
      label={t('lock.card.vault', { system })}
      description={t('lock.card.vaultHint')}
      checked={account.byVault !== undefined}
      onChange={(event) => void choose(event.currentTarget.checked)}
    />
  );
}

const SYSTEMS: Record<string, string> = { win32: 'Windows', darwin: 'macOS', linux: 'Linux' };

function Changing({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [next, setNext] = useState(NO_PASSPHRASE);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const change = async () => {
    setBusy(true);
    await setPassphrase(openSession(), next.passphrase);
    notifications.show({ message: t('lock.card.changed'), color: 'teal', icon: <IconCheck size={18} /> });
    onClose();
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const wrong = passphraseText(t, next);
    setProblem(wrong);
    if (!wrong) void change();
  };
  return (
    <Dialog title={t('lock.card.change')} onClose={onClose}>
      <form onSubmit={onSubmit}>
        <Stack gap="sm">
          <PassphraseFields label={t('lock.newPassphrase')} value={next} onChange={setNext} />
          <Problem text={problem} />
          <Button type="submit" w="fit-content" loading={busy}>
            {t('lock.card.change')}
          </Button>
        </Stack>
      </form>
    </Dialog>
  );
}
