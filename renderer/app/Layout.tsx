import { Badge, Box, Text } from '@mantine/core';
import {
  IconAlertTriangle,
  IconBuildingCommunity,
  IconBuildingStore,
  IconCalendarStats,
  IconCalendarTime,
  IconChartBar,
  IconChartDots,
  IconChecklist,
  IconCircles,
  IconClipboardList,
  IconDeviceLaptop,
  IconDevices,
  IconGitCompare,
  IconHelp,
  IconInbox,
  IconLayoutDashboard,
  IconMap2,
  IconPackage,
  IconReport,
  IconRocket,
  IconSchool,
  IconSearch,
  IconSettings,
  IconShieldLock,
  IconStar,
  IconTableExport,
  IconTableImport,
  IconTargetArrow,
  IconTrophy,
  IconUsersGroup,
  IconWifi,
} from '@tabler/icons-react';
import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { type ComponentProps, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LOCK_FIELD } from '#core/workflow/locks.ts';
import { mayRecord, maySeeDevices, mayWrite } from '#core/workflow/policy.ts';
import { useBackupKeeper } from '../features/backups/keeper.ts';
import { RestoredNotice } from '../features/backups/RestoredNotice.tsx';
import { DiskNotice } from '../features/checkup/DiskNotice.tsx';
import { SavingNotice } from '../features/checkup/SavingNotice.tsx';
import { useUpdateNews } from '../features/laptop/useUpdateNews.ts';
import type { Device } from '../store/database.ts';
import { useConflicts, useRefusedCount } from '../store/queries.ts';
import { useThisDevice } from './device.tsx';
import classes from './Layout.module.css';
import { CommandPalette, openPalette } from './Palette.tsx';
import { SyncBadge } from './SyncBadge.tsx';
import { shell } from './shell.ts';
import { useShellCommands } from './useShellCommands.ts';

export function Layout() {
  const { t } = useTranslation();
  const device = useThisDevice();
  const refused = useRefusedCount() ?? 0;
  const undecided = useConflicts(device)?.length ?? 0;
  const isSettled = useSettled();
  useShellCommands();
  useHelpKey();
  const main = useFocusOnPage();
  return (
    <div className={classes.frame}>
      <a href="#main" className={classes.skip}>
        {t('nav.skip')}
      </a>
      <nav className={classes.side} aria-label={t('nav.label')}>
        <div className={classes.brand}>
          <Text fw={700} size="lg">
            {t('app.name')}
          </Text>
          <div className={classes.unit}>{device.unitName}</div>
        </div>
        <div className={classes.items}>
          <NavItem to="/" icon={<IconCalendarTime size={18} />} label={t('nav.today')} />
          <NavItem to="/dashboard" icon={<IconLayoutDashboard size={18} />} label={t('dashboard.title')} />
          {mayWrite(device.role, 'sessions', LOCK_FIELD) && (
            <NavItem to="/desk" icon={<IconInbox size={18} />} label={t('desk.title')} />
          )}
          <NavItem to="/clients" icon={<IconBuildingStore size={18} />} label={t('nav.clients')} />
          <NavItem to="/follow-ups" icon={<IconChecklist size={18} />} label={t('nav.followUps')} />
          <NavItem to="/conflicts" icon={<IconGitCompare size={18} />} label={t('nav.conflicts')} count={undecided} />
          <NavItem to="/attention" icon={<IconAlertTriangle size={18} />} label={t('nav.attention')} count={refused} />
          <div className={classes.group}>{t('navGroups.practice')}</div>
          <WorkItem collection="targetLists" icon={<IconTargetArrow size={18} />} />
          <WorkItem collection="programmes" icon={<IconClipboardList size={18} />} />
          <WorkItem collection="outcomes" icon={<IconTrophy size={18} />} />
          <NavItem to="/grants" icon={<IconRocket size={18} />} label={t('grants.menu')} />
          <NavItem to="/performance" icon={<IconChartBar size={18} />} label={t('performance.title')} />
          <NavItem to="/cohort" icon={<IconChartDots size={18} />} label={t('cohort.title')} />
          <NavItem to="/reports" icon={<IconReport size={18} />} label={t('reports.title')} />
          <div className={classes.group}>{t('navGroups.unit')}</div>
          <WorkItem collection="planItems" icon={<IconCalendarStats size={18} />} />
          <WorkItem collection="meetings" icon={<IconUsersGroup size={18} />} />
          <WorkItem collection="activities" icon={<IconSchool size={18} />} />
          <NavItem to="/digital-village" icon={<IconWifi size={18} />} label={t('navGroups.digitalVillages')} />
          <WorkItem collection="clusters" icon={<IconCircles size={18} />} />
          <WorkItem collection="featuredProducts" icon={<IconStar size={18} />} />
          <NavItem to="/unit" icon={<IconBuildingCommunity size={18} />} label={t('collections.unitProfiles')} />
          <NavItem to="/national" icon={<IconMap2 size={18} />} label={t('settings.national.title')} />
          <NavItem to="/privacy" icon={<IconShieldLock size={18} />} label={t('privacy.title')} />
          <NavItem to="/bundles" icon={<IconPackage size={18} />} label={t('bundles.title')} />
          {mayRecord(device.role) && (
            <NavItem to="/import" icon={<IconTableImport size={18} />} label={t('import.title')} />
          )}
          <NavItem to="/export" icon={<IconTableExport size={18} />} label={t('export.title')} />
          {mayWrite(device.role, 'serviceLines', '') && (
            <NavItem to="/settings" icon={<IconSettings size={18} />} label={t('settings.page.title')} />
          )}
          {maySeeDevices(device.role) && (
            <NavItem to="/laptops" icon={<IconDevices size={18} />} label={t('nav.laptops')} />
          )}
          <NavItem to="/laptop" icon={<IconDeviceLaptop size={18} />} label={t('nav.laptop')} />
          <NavItem to="/help" icon={<IconHelp size={18} />} label={t('help.title')} />
        </div>
        <Box component="button" type="button" className={classes.badge} mt="sm" onClick={openPalette}>
          <IconSearch size={14} /> {t('palette.open')} (Ctrl+K)
        </Box>
        <div className={classes.foot}>
          <div className={classes.unit}>
            {device.userName}
            <br />
            {t(`roles.${device.role}`)}
          </div>
          <SyncBadge />
        </div>
      </nav>
      <main id="main" ref={main} className={classes.main} tabIndex={-1}>
        <DiskNotice />
        <RestoredNotice />
        <Outlet />
      </main>
      <SavingNotice />
      {isSettled && <CommandPalette />}
      {isSettled && <InBackground device={device} />}
    </div>
  );
}

/** True once the first page is there and there is time for what nobody waits for. */
function useSettled(): boolean {
  const [isSettled, setSettled] = useState(false);
  useEffect(() => {
    const handle = requestIdleCallback(() => setSettled(true), { timeout: 2000 });
    return () => cancelIdleCallback(handle);
  }, []);
  return isSettled;
}

/** What goes on while the app is open, whatever page is shown. */
function InBackground({ device }: { device: Device }) {
  useBackupKeeper();
  useWatchedFolder(device);
  useUpdateNews(device.hub);
  return null;
}

function useWatchedFolder(device: Device): void {
  useEffect(() => {
    if (!shell()) return;
    // What reads bundles is large, and nothing of it is needed to start.
    const watching = import('../sync/room/folder.ts').then(({ watchFolder }) => watchFolder(device));
    return () => void watching.then((stop) => stop());
  }, [device]);
}

/** F1 opens the help, as everywhere. */
function useHelpKey(): void {
  const navigate = useNavigate();
  useEffect(() => {
    const open = (event: KeyboardEvent) => {
      if (event.key !== 'F1') return;
      event.preventDefault();
      void navigate({ to: '/help' });
    };
    window.addEventListener('keydown', open);
    return () => window.removeEventListener('keydown', open);
  }, [navigate]);
}

/** Whoever opens another page by keyboard is on that page, before its first control, unless the page puts the cursor itself. */
function useFocusOnPage() {
  const main = useRef<HTMLElement>(null);
  const path = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname });
  const before = useRef(path);
  useEffect(() => {
    const opened = before.current !== undefined && before.current !== path;
    before.current = path;
    if (opened && !main.current?.contains(document.activeElement)) main.current?.focus({ preventScroll: true });
  }, [path]);
  return main;
}

/** Leads to a list of the work chain or of the unit's work. */
function WorkItem({ collection, icon }: { collection: ListedCollection; icon: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Link to="/work/$collection" params={{ collection }} className={classes.link}>
      {icon}
      {t(`navGroups.${collection}`)}
    </Link>
  );
}

type ListedCollection =
  | 'targetLists'
  | 'programmes'
  | 'outcomes'
  | 'planItems'
  | 'meetings'
  | 'activities'
  | 'clusters'
  | 'featuredProducts';

function NavItem({
  to,
  icon,
  label,
  count = 0,
}: {
  to: ComponentProps<typeof Link>['to'];
  icon: ReactNode;
  label: string;
  /** How many things wait there. */
  count?: number;
}) {
  return (
    <Link to={to} className={classes.link} activeOptions={{ exact: to === '/' }}>
      {icon}
      {label}
      {count > 0 && (
        <Badge className={classes.count} color="yellow" c="dark" size="sm">
          {count}
        </Badge>
      )}
    </Link>
  );
}
