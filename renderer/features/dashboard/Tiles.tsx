import { Card } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { figureText } from '../performance/figures.ts';
import { Count } from './Count.tsx';
import classes from './Dashboard.module.css';
import type { MadeDashboard } from './worker.ts';

/** What matters most, as large numbers. */
export function Tiles({ made: { counts, hours, growth }, year }: { made: MadeDashboard; year: number }) {
  const { t, i18n } = useTranslation();
  const growthText = `${growth !== null && growth > 0 ? '+' : ''}${figureText(growth, 'percent', i18n.language)}`;
  const small = (name: string, what: string) => (
    <span className={classes.together}>
      <Count name={name} what={what} counts={counts} /> {what}
    </span>
  );
  return (
    <div className={classes.tiles}>
      <Tile name="mentored" counts={counts} label={t('dashboard.tiles.mentored')}>
        {small('mentored.businesses', t('dashboard.businesses'))} ·{' '}
        {small('mentored.cooperatives', t('dashboard.cooperatives'))}
        <br />
        {small('clients', t('dashboard.registered'))}
      </Tile>
      <Tile name="sessions" counts={counts} label={t('dashboard.tiles.sessions')}>
        {t('dashboard.hours', { hours: figureText(hours, 'hours', i18n.language) })}
      </Tile>
      <Tile name="waiting" counts={counts} label={t('dashboard.tiles.waiting')} />
      <Tile name="levelUps" counts={counts} label={t('dashboard.tiles.levelUps')} />
      <Tile name="sales" counts={counts} label={t('dashboard.tiles.sales', { year })} text={growthText}>
        {(counts.sales ?? 0) > 0 ? t('dashboard.pairs', { count: counts.sales ?? 0 }) : t('dashboard.noPairs')}
      </Tile>
    </div>
  );
}

interface TileProps {
  name: string;
  counts: MadeDashboard['counts'];
  label: string;
  text?: string;
  children?: ReactNode;
}

function Tile({ name, counts, label, text, children }: TileProps) {
  return (
    <Card withBorder padding="xs">
      <div className={classes.label}>{label}</div>
      <div className={classes.figure}>
        <Count name={name} what={label} counts={counts} {...(text === undefined ? {} : { text })} />
      </div>
      {children && <div className={classes.small}>{children}</div>}
    </Card>
  );
}
