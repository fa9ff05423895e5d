import { useEffect, useState } from 'react';
import { readFile } from '../../store/attachments.ts';
import type { HeldAttachment } from '../../store/queries.ts';

export interface OpenedFile {
  /** The file as it was before it was encrypted. */
  file?: Blob;
  /** Of it, while it is shown. */
  url?: string;
  /** It is here and cannot be read: not what its name says, or not with this key. */
  broken?: boolean;
}

/** The decrypted file of an attachment that is on this laptop. @param wanted whether to read it at all */
export function useFileUrl({ id, isHere }: HeldAttachment, wanted = true): OpenedFile {
  const [opened, setOpened] = useState<OpenedFile>({});
  useEffect(() => {
    if (!isHere || !wanted) return setOpened({});
    let current = true;
    let url: string | undefined;
    readFile(id).then(
      (file) => {
        if (!current || !file) return;
        url = URL.createObjectURL(file);
        setOpened({ file, url });
      },
      () => current && setOpened({ broken: true }),
    );
    return () => {
      current = false;
      if (url) URL.revokeObjectURL(url);
    };
  }, [id, isHere, wanted]);
  return opened;
}
