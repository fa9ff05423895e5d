import { createSpotlight, Spotlight, useSpotlight } from '@mantine/spotlight';
import { IconBuildingStore, IconCornerDownRight, IconSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LOCK_FIELD } from '#core/workflow/locks.ts';
import { mayRecord, maySeeDevices, mayWrite } from '#core/workflow/policy.ts';
import { searchClients, useClientIndex } from '../features/clients/useClientIndex.ts';
import { LISTS } from '../features/work/lists.ts';
import { useThisDevice } from './device.tsx';

const [store, palette] = createSpotlight();

/** Lines that fit without scrolling. */
const MOST = 8;

export const openPalette = (): void => palette.open();

/** Ctrl+K: go to a client or a page by typing a part of its name. */
export function CommandPalette() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { role } = useThisDevice();
  const clients = useClientIndex(useSpotlight(store).opened);
  const [query, setQuery] = useState('');
  const pages = [
    { id: 'today', label: t('nav.today'), onClick: () => void navigate({ to: '/' }) },
    { id: 'dashboard', label: t('dashboard.title'), onClick: () => void navigate({ to: '/dashboard' }) },
    { id: 'clients', label: t('nav.clients'), onClick: () => void navigate({ to: '/clients' }) },
    { id: 'followUps', label: t('nav.followUps'), onClick: () => void navigate({ to: '/follow-ups' }) },
    ...LISTS.map(({ collection }) => ({
      id: collection,
      label: t(`collections.${collection}`),
      onClick: () => void navigate({ to: '/work/$collection', params: { collection } }),
    })),
    {
      id: 'village',
      label: t('collections.digitalVillages'),
      onClick: () => void navigate({ to: '/digital-village' }),
    },
    { id: 'unit', label: t('collections.unitProfiles'), onClick: () => void navigate({ to: '/unit' }) },
    { id: 'national', label: t('settings.national.title'), onClick: () => void navigate({ to: '/national' }) },
    { id: 'performance', label: t('performance.title'), onClick: () => void navigate({ to: '/performance' }) },
    { id: 'cohort', label: t('cohort.title'), onClick: () => void navigate({ to: '/cohort' }) },
    ...(mayWrite(role, 'sessions', LOCK_FIELD)
      ? [{ id: 'desk', label: t('desk.title'), onClick: () => void navigate({ to: '/desk' }) }]
      : []),
    { id: 'duplicates', label: t('duplicates.title'), onClick: () => void navigate({ to: '/duplicates' }) },
    { id: 'reports', label: t('reports.title'), onClick: () => void navigate({ to: '/reports' }) },
    { id: 'settings', label: t('settings.page.title'), onClick: () => void navigate({ to: '/settings' }) },
    { id: 'conflicts', label: t('nav.conflicts'), onClick: () => void navigate({ to: '/conflicts' }) },
    { id: 'attention', label: t('nav.attention'), onClick: () => void navigate({ to: '/attention' }) },
    ...(mayRecord(role)
      ? [{ id: 'import', label: t('import.title'), onClick: () => void navigate({ to: '/import' }) }]
      : []),
    { id: 'export', label: t('export.title'), onClick: () => void navigate({ to: '/export' }) },
    ...(maySeeDevices(role)
      ? [{ id: 'laptops', label: t('nav.laptops'), onClick: () => void navigate({ to: '/laptops' }) }]
      : []),
    { id: 'help', label: t('help.title'), onClick: () => void navigate({ to: '/help' }) },
    { id: 'checkup', label: t('checkup.title'), onClick: () => void navigate({ to: '/checkup' }) },
    { id: 'laptop', label: t('nav.laptop'), onClick: () => void navigate({ to: '/laptop' }) },
  ]
    .filter(({ label }) => label.toLowerCase().includes(query.trim().toLowerCase()))
    .map((page) => ({ ...page, leftSection: <IconCornerDownRight size={16} /> }));
  const entries = searchClients(clients ?? [], query, MOST).map((client) => ({
    id: client.id,
    label: client.name || t('common.unnamed'),
    description: client.place,
    leftSection: <IconBuildingStore size={16} />,
    onClick: () =>
      void navigate({ to: '/clients/$collection/$id', params: { collection: client.collection, id: client.id } }),
  }));
  return (
    <Spotlight
      store={store}
      actions={[
        { group: t('palette.pages'), actions: pages },
        { group: t('palette.clients'), actions: entries },
      ]}
      onQueryChange={setQuery}
      filter={(_, found) => found}
      limit={MOST}
      scrollable={false}
      transitionProps={{ duration: 0 }}
      lockScroll={false}
      nothingFound={t('palette.nothing')}
      searchProps={{
        leftSection: <IconSearch size={18} />,
        placeholder: t('palette.placeholder'),
        'aria-label': t('palette.placeholder'),
      }}
      shortcut={['mod + K']}
    />
  );
}
