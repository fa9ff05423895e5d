import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { EXPORT_GROUPS, EXPORTED, type ExportGroup } from '#core/export/contents.ts';
import type { CollectionName } from '#core/model/collections.ts';
import { useExportCounts } from '../../store/exports.ts';
import classes from './Export.module.css';

interface Props {
  chosen: readonly CollectionName[];
  onChange: (chosen: readonly CollectionName[]) => void;
}

/** What can be in a file, by what it is about, with how much of it there is. Of what there is none nobody makes a file. */
export function Contents({ chosen, onChange }: Props) {
  const { t } = useTranslation();
  const counts = useExportCounts();
  const toggle = (name: CollectionName) =>
    onChange(
      EXPORTED.map(({ collection }) => collection).filter((each) =>
        each === name ? !chosen.includes(each) : chosen.includes(each),
      ),
    );
  const shownIn = (group: ExportGroup) =>
    collectionsIn(group).filter((collection) => counts?.[collection] || chosen.includes(collection));
  return (
    <div className={classes.groups}>
      {EXPORT_GROUPS.filter((group) => shownIn(group).length > 0).map((group) => (
        <fieldset key={group} className={classes.group}>
          <legend>{t(`export.groups.${group}`)}</legend>
          {shownIn(group).map((collection) => (
            <Checkbox
              key={collection}
              size="sm"
              checked={chosen.includes(collection)}
              onChange={() => toggle(collection)}
              label={
                <>
                  {t(`collections.${collection}` as never)}{' '}
                  <span className={classes.count}>{counts?.[collection]?.toLocaleString('id-ID')}</span>
                </>
              }
            />
          ))}
        </fieldset>
      ))}
    </div>
  );
}

const collectionsIn = (group: ExportGroup): CollectionName[] =>
  EXPORTED.filter((exported) => exported.group === group).map(({ collection }) => collection);
