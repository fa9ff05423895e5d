import { Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mayRecord } from '#core/workflow/policy.ts';
import { useThisDevice } from '../../app/device.tsx';
import type { AttachmentOwner } from '../../store/attachments.ts';
import { useAttachments } from '../../store/queries.ts';
import { Section } from '../../ui/Section.tsx';
import { useWaitsForConsent } from '../../ui/useConsent.ts';
import { AddButtons } from './AddButtons.tsx';
import classes from './Attachments.module.css';
import { Tile } from './Tile.tsx';
import { Viewer } from './Viewer.tsx';

interface Props {
  owner: AttachmentOwner;
  readOnly: boolean;
  /** Why nothing can be added, where that is not said elsewhere on the page. */
  hint?: string | undefined;
}

/** *Foto, tanda tangan, dan berkas* of a record, as a part of its page. */
export function Attachments(props: Props) {
  const { t } = useTranslation();
  return (
    <Section title={t('attachments.title')}>
      <AttachmentList {...props} />
    </Section>
  );
}

/** The same inside of another part. */
export function AttachmentList({ owner, readOnly, hint }: Props) {
  const { t } = useTranslation();
  const { role } = useThisDevice();
  const attachments = useAttachments(owner.collection, owner.id);
  const waits = useWaitsForConsent(asAttachment(owner));
  const [opened, setOpened] = useState<string>();
  if (!attachments) return null;
  const writing = !readOnly && waits === false && mayRecord(role);
  const shown = attachments.find(({ id }) => id === opened);
  return (
    <Stack gap="xs">
      {attachments.length === 0 ? (
        <Text size="sm" c="dimmed">
          {hint ?? t(waits ? 'attachments.afterConsent' : 'attachments.none')}
        </Text>
      ) : (
        <ul className={classes.grid} aria-label={t('attachments.title')}>
          {attachments.map((attachment) => (
            <li key={attachment.id}>
              <Tile attachment={attachment} onOpen={() => setOpened(attachment.id)} />
            </li>
          ))}
        </ul>
      )}
      {writing && <AddButtons owner={owner} />}
      {shown && (
        <Viewer
          attachment={shown}
          readOnly={!writing}
          isOwn={shown.values.parent === owner.id}
          onClose={() => setOpened(undefined)}
        />
      )}
    </Stack>
  );
}

/** What would be added, as far as it tells whose it is. */
const asAttachment = ({ collection, id, client }: AttachmentOwner) => ({
  collection: 'attachments' as const,
  id: '',
  values: { parentCollection: collection, parent: id, clientCollection: client?.collection, clientId: client?.id },
});
