import { Button, Group } from '@mantine/core';
import { IconArrowLeft, IconPrinter } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './Sheet.module.css';

/** Above a page for paper: back, print, and what else can be done with it. Not printed. */
export function SheetBar({ back, children }: { back: string; children?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Group justify="space-between" my="sm" className={classes.screenOnly}>
      <Button variant="default" component={Link} to={back} leftSection={<IconArrowLeft size={18} />}>
        {t('privacy.back')}
      </Button>
      <Group gap="xs">
        {children}
        <Button leftSection={<IconPrinter size={18} />} onClick={() => window.print()}>
          {t('privacy.print')}
        </Button>
      </Group>
    </Group>
  );
}
