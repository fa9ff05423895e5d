import { Badge } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { CollectionName } from '#core/model/collections.ts';
import { type Entity, useRecordSync } from '../store/queries.ts';
import classes from './RecordSync.module.css';

/** How a record stands with the hub: there, or still here only, or something in it waits for a person. */
export function RecordSyncBadge({ record }: { record: Entity<CollectionName> }) {
  const { t } = useTranslation();
  const sync = useRecordSync(record.collection, record.id);
  if (!sync) return null;
  const { unsent, refused } = sync;
  const undecided = record.conflicts.length;
  return (
    <>
      {undecided > 0 && (
        <Badge component={Link} to="/conflicts" color="orange" variant="dot" className={classes.link}>
          {t('recordSync.undecided', { count: undecided })}
        </Badge>
      )}
      {refused > 0 && (
        <Badge component={Link} to="/attention" color="red" variant="dot" className={classes.link}>
          {t('recordSync.refused', { count: refused })}
        </Badge>
      )}
      {unsent > 0 && (
        <Badge color="gray" variant="dot" title={t('recordSync.onLaptopHint', { count: unsent })}>
          {t('recordSync.onLaptop', { count: unsent })}
        </Badge>
      )}
      {undecided + refused + unsent === 0 && (
        <Badge color="teal" variant="dot" title={t('recordSync.atHubHint')}>
          {t('recordSync.atHub')}
        </Badge>
      )}
    </>
  );
}

/** In lists: a dot on what is not on the hub; nothing on what is. */
export function RecordSyncDot({ collection, id }: { collection: CollectionName; id: string }) {
  const { t } = useTranslation();
  const sync = useRecordSync(collection, id);
  if (!sync || sync.unsent + sync.refused === 0) return null;
  const refused = sync.refused > 0;
  const label = t(refused ? 'recordSync.dotRefused' : 'recordSync.dotUnsent');
  return (
    <span className={classes.dot} role="img" data-refused={refused || undefined} title={label} aria-label={label} />
  );
}
