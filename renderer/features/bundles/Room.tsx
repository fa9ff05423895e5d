import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { shell } from '../../app/shell.ts';
import { Section } from '../../ui/Section.tsx';
import classes from './Room.module.css';
import { RoomGuest } from './RoomGuest.tsx';
import { RoomHost } from './RoomHost.tsx';

/** Laptops in one room exchange bundles over their own network (docs/sync.md, "In one room"). */
export function Room() {
  const { t } = useTranslation();
  return (
    <Section title={t('room.title')}>
      {shell() ? (
        <Stack gap="sm">
          <Text size="sm">{t('room.intro')}</Text>
          <div className={classes.sides}>
            <RoomHost />
            <RoomGuest />
          </div>
        </Stack>
      ) : (
        <Text size="sm" c="dimmed">
          {t('room.desktopOnly')}
        </Text>
      )}
    </Section>
  );
}
