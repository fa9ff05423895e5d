import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { mayRecord } from '#core/workflow/policy.ts';
import { newId } from '../store/repository.ts';
import { syncNow } from '../sync/start.ts';
import { useThisDevice } from './device.tsx';
import { openPalette } from './Palette.tsx';
import { shell } from './shell.ts';

/** Carries out what the user picks in the shell's menu. */
export function useShellCommands(): void {
  const navigate = useNavigate();
  const { role } = useThisDevice();
  useEffect(() => {
    return shell()?.onCommand((command) => {
      if (command === 'today') void navigate({ to: '/' });
      if (command === 'clients') void navigate({ to: '/clients' });
      if (command === 'bundles') void navigate({ to: '/bundles' });
      if (command === 'settings') void navigate({ to: '/laptop' });
      if (command === 'palette') openPalette();
      if (command === 'sync') syncNow();
      if (command === 'new-client' && mayRecord(role)) {
        const params = { collection: 'businesses' as const, id: newId() };
        void navigate({ to: '/clients/$collection/$id/register', params });
      }
    });
  }, [navigate, role]);
}
