import { Button, Group } from '@mantine/core';
import { IconArrowLeft, IconPrinter } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './Sheet.module.css';

interface Props {
  /** The page that this one is printed from. */
  back: string;
  /** What the way back is called; without it just that. */
  label?: string;
  children?: ReactNode;
}

/** Above a page for paper: back, print, and what else can be done with it. Not printed. */
export function SheetBar({ back, label, children }: Props) {
  const { t } = useTranslation();
  return (
    <Group justify="space-between" my="sm" className={classes.screenOnly}>
      <Button variant="default" component={Link} to={back} leftSection={<IconArrowLeft size={18} />}>
        {label ?? t('common.back')}
      </Button>
      <Group gap="xs">
        {children}
        <Button leftSection={<IconPrinter size={18} />} onClick={() => window.print()}>
          {t('common.print')}
        </Button>
      </Group>
    </Group>
  );
}
