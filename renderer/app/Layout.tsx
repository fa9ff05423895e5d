import { Badge, Box, Text } from '@mantine/core';
import {
  IconAlertTriangle,
  IconBuildingStore,
  IconCalendarTime,
  IconChecklist,
  IconDeviceLaptop,
  IconDevices,
  IconGitCompare,
  IconSearch,
} from '@tabler/icons-react';
import { Link, Outlet } from '@tanstack/react-router';
import type { ComponentProps, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { maySeeDevices } from '#core/workflow/policy.ts';
import { useConflicts, useRefusedCount } from '../store/queries.ts';
import { useThisDevice } from './device.tsx';
import classes from './Layout.module.css';
import { CommandPalette, openPalette } from './Palette.tsx';
import { SyncBadge } from './SyncBadge.tsx';
import { useShellCommands } from './useShellCommands.ts';

export function Layout() {
  const { t } = useTranslation();
  const device = useThisDevice();
  const refused = useRefusedCount() ?? 0;
  const undecided = useConflicts(device)?.length ?? 0;
  useShellCommands();
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
        <NavItem to="/" icon={<IconCalendarTime size={18} />} label={t('nav.today')} />
        <NavItem to="/clients" icon={<IconBuildingStore size={18} />} label={t('nav.clients')} />
        <NavItem to="/follow-ups" icon={<IconChecklist size={18} />} label={t('nav.followUps')} />
        <NavItem to="/conflicts" icon={<IconGitCompare size={18} />} label={t('nav.conflicts')} count={undecided} />
        <NavItem to="/attention" icon={<IconAlertTriangle size={18} />} label={t('nav.attention')} count={refused} />
        {maySeeDevices(device.role) && (
          <NavItem to="/laptops" icon={<IconDevices size={18} />} label={t('nav.laptops')} />
        )}
        <NavItem to="/laptop" icon={<IconDeviceLaptop size={18} />} label={t('nav.laptop')} />
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
      <main id="main" className={classes.main} tabIndex={-1}>
        <Outlet />
      </main>
      <CommandPalette />
    </div>
  );
}

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
