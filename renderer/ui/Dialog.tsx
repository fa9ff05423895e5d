import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';

/** A question that needs more than a line: it stands in the page's own tree, so that links and the device are known in it. */
export function Dialog({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  return (
    <Modal opened title={title} onClose={onClose} size="lg">
      {children}
    </Modal>
  );
}
