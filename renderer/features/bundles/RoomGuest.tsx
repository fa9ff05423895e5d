import { Alert, Anchor, Button, Checkbox, Group, Progress, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconArrowsExchange } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CODE, readPostAddress } from '#core/wire/post.ts';
import { useThisDevice } from '../../app/device.tsx';
import { exchangeWithPost, repeatExchange, stopExchange, useGuest } from '../../sync/room/guest.ts';
import { momentText } from '../../ui/fieldText.ts';
import { problemText } from './texts.ts';

/** Where a guest types the code of the post, and what came of it. */
export function RoomGuest() {
  const { t } = useTranslation();
  const device = useThisDevice();
  const { step, post, repeats } = useGuest();
  const [code, setCode] = useState(post?.code ?? '');
  const [byAddress, setByAddress] = useState(false);
  const [address, setAddress] = useState('');
  const [wrong, setWrong] = useState<{ code?: boolean; address?: boolean }>({});
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const digits = code.replaceAll(/\s/g, '');
    const read = byAddress && address.trim() !== '' ? readPostAddress(address) : undefined;
    const faults = { code: !CODE.test(digits), address: read === null };
    setWrong(faults);
    if (!faults.code && !faults.address) void exchangeWithPost(device, digits, read ?? undefined);
  };
  return (
    <Stack gap="xs" component="section" aria-label={t('room.guest')}>
      <Title order={3} size="h6">
        {t('room.guest')}
      </Title>
      <Text size="sm" c="dimmed">
        {t('room.guestHint')}
      </Text>
      <form onSubmit={submit}>
        <Stack gap="xs" align="flex-start">
          <TextInput
            label={t('room.codeOnHost')}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
            error={wrong.code && t('room.codeWrong')}
            inputMode="numeric"
            autoComplete="off"
            maxLength={10}
            w={260}
          />
          {byAddress ? (
            <TextInput
              label={t('room.addressOnHost')}
              value={address}
              onChange={(event) => setAddress(event.currentTarget.value)}
              error={wrong.address && t('room.addressWrong')}
              autoComplete="off"
              maxLength={40}
              w={260}
            />
          ) : (
            <Anchor component="button" type="button" size="sm" onClick={() => setByAddress(true)}>
              {t('room.byAddress')}
            </Anchor>
          )}
          <Checkbox
            label={t('room.repeat')}
            checked={repeats}
            onChange={(event) => repeatExchange(device, event.currentTarget.checked)}
          />
          <Button type="submit" leftSection={<IconArrowsExchange size={18} />} disabled={step !== 'waiting'}>
            {t('room.exchange')}
          </Button>
        </Stack>
      </form>
      <Progressing />
      <div role="status" aria-label={t('room.guest')}>
        <Outcome />
      </div>
    </Stack>
  );
}

function Progressing() {
  const { t } = useTranslation();
  const { step, done, total } = useGuest();
  if (step === 'waiting') return null;
  const name = t(`room.steps.${step}`);
  return (
    <Group gap="xs" wrap="nowrap">
      <Progress value={total === 0 ? 0 : (done / total) * 100} flex={1} aria-label={name} />
      <Text size="sm">{name}</Text>
      <Button size="xs" variant="default" onClick={stopExchange}>
        {t('room.stop')}
      </Button>
    </Group>
  );
}

function Outcome() {
  const { t } = useTranslation();
  const { timeZone } = useThisDevice();
  const { at, result, problem, seconds = 10 } = useGuest();
  if (at === undefined) return null;
  const when = momentText(timeZone, at);
  if (problem) {
    return (
      <Alert color={problem === 'stopped' ? 'gray' : 'red'} p="xs">
        {t('room.failedAt', { when, reason: t(`room.problems.${problem}`, { seconds }) })}
      </Alert>
    );
  }
  if (!result) return null;
  const { ours, theirs, early, refused, problems, uncertified } = result;
  const isBad = problems.length > 0 || uncertified;
  return (
    <Alert color={isBad ? 'yellow' : 'teal'} p="xs">
      <Text size="sm">{t(ours + theirs > 0 ? 'room.done' : 'room.nothingNew', { when, ours, theirs })}</Text>
      {early > 0 && <Text size="sm">{t('room.early', { count: early })}</Text>}
      {refused > 0 && <Text size="sm">{t('room.refused', { count: refused })}</Text>}
      {uncertified && <Text size="sm">{t('room.uncertified')}</Text>}
      {problems.map((each) => (
        <Text key={each} size="sm">
          {t('room.notTaken', { reason: problemText(t, each) })}
        </Text>
      ))}
    </Alert>
  );
}
