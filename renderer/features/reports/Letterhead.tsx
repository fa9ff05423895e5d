import { useThisDevice } from '../../app/device.tsx';
import { useRecord } from '../../store/queries.ts';
import classes from './Reports.module.css';

/** The unit as its profile has it: the Dinas that it belongs to, its official name, where it is. */
export function Letterhead() {
  const { unit, unitName } = useThisDevice();
  const profile = useRecord('unitProfiles', unit)?.values ?? {};
  const address = [profile.address, profile.phone, profile.email].filter(Boolean).join(' · ');
  return (
    <header className={classes.letterhead}>
      {profile.dinasName && <p className={classes.dinas}>{profile.dinasName}</p>}
      <p className={classes.unit}>{profile.officialName || unitName}</p>
      {address && <p>{address}</p>}
    </header>
  );
}
