import { useTranslation } from 'react-i18next';
import { type Edit, editsOf, type Head } from '#core/register/register.ts';
import { deviceOf, timeOf } from '#core/register/stamp.ts';
import { useSyncStatus } from '../../store/queries.ts';
import { useDeviceNames, usePeople } from '../../ui/people.ts';
import { useFieldTexts } from '../../ui/useFieldTexts.ts';
import classes from './ConflictsPage.module.css';
import { isFromFuture } from './decisions.ts';

/** Who wrote a value, when by their laptop's clock, and on which laptop. The same value may come from several. */
export function Origin({ head }: { head: Head }) {
  return editsOf(head).map((edit) => <OfEdit key={edit.stamp} edit={edit} />);
}

function OfEdit({ edit: { stamp, by } }: { edit: Edit }) {
  const { t } = useTranslation();
  const texts = useFieldTexts();
  const nameOf = usePeople();
  const laptopOf = useDeviceNames();
  // What the hub's clock says, as far as this laptop knows.
  const now = Date.now() - (useSyncStatus()?.clockError ?? 0);
  return (
    <div className={classes.origin}>
      <strong>{nameOf(by)}</strong>
      <div>
        <span className={classes.moment}>{texts.moment(timeOf(stamp))}</span> · {laptopOf(deviceOf(stamp))}
      </div>
      {isFromFuture(stamp, now) && <div className="field-warning">{t('conflicts.clockWrong')}</div>}
    </div>
  );
}
