import { Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CarriedList } from './CarriedList.tsx';
import { OnTheWayTable } from './OnTheWayTable.tsx';
import { Prepare } from './Prepare.tsx';
import { Receive } from './Receive.tsx';
import { Room } from './Room.tsx';
import { WatchedFolder } from './WatchedFolder.tsx';

/** *Paket kiriman*: data that travels as a file, where no connection reaches (docs/sync.md, "Bundles"). */
export function BundlesPage() {
  const { t } = useTranslation();
  return (
    <Stack gap="sm" maw={900}>
      <div>
        <Title order={1} size="h3">
          {t('bundles.title')}
        </Title>
        <Text size="sm" c="dimmed">
          {t('bundles.intro')}
        </Text>
      </div>
      <Prepare />
      <Receive />
      <WatchedFolder />
      <Room />
      <OnTheWayTable />
      <CarriedList />
    </Stack>
  );
}
