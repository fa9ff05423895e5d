import { IconFileText, IconPhoto, IconSignature } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { HeldAttachment } from '../../store/queries.ts';
import classes from './Attachments.module.css';
import { isPicture, stateOf, useTitle } from './texts.ts';
import { useFileUrl } from './useFileUrl.ts';

/** One attachment, small: its picture, what it is called, and where its file is. */
export function Tile({ attachment, onOpen }: { attachment: HeldAttachment; onOpen: () => void }) {
  const { t } = useTranslation();
  const titleOf = useTitle();
  const { values } = attachment;
  return (
    <button type="button" className={classes.tile} onClick={onOpen}>
      <span className={classes.picture} data-kind={values.kind}>
        <Picture attachment={attachment} />
      </span>
      <span className={classes.caption} style={{ display: 'block' }}>
        <b>{titleOf(values)}</b>
        <small>{t(`attachments.state.${stateOf(attachment)}`)}</small>
      </span>
    </button>
  );
}

function Picture({ attachment }: { attachment: HeldAttachment }) {
  const url = useFileUrl(attachment, isPicture(attachment.values)).url;
  if (url) return <img src={url} alt="" />;
  const { kind } = attachment.values;
  if (kind === 'signature') return <IconSignature size={32} />;
  return kind === 'document' ? <IconFileText size={32} /> : <IconPhoto size={32} />;
}
