import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './ConflictsPage.module.css';
import type { Line } from './lines.ts';

const LINE_HEIGHT = 58;

interface Props {
  lines: Line[];
  index: number;
  marked: ReadonlySet<string>;
  listRef: RefObject<HTMLDivElement | null>;
  onOpen: (key: string) => void;
  onMark: (key: string) => void;
}

/** All that waits. The list itself has the focus, so that it stays where it is while lines come and go. */
export function ConflictList({ lines, index, marked, listRef, onOpen, onMark }: Props) {
  const { t } = useTranslation();
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => listRef.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: 12,
  });
  const current = lines[index];
  const scrollTo = useRef(virtual.scrollToIndex);
  scrollTo.current = virtual.scrollToIndex;
  useEffect(() => scrollTo.current(index), [index]);
  return (
    <div
      ref={listRef}
      className={classes.list}
      role="listbox"
      tabIndex={0}
      aria-label={t('conflicts.list')}
      aria-multiselectable
      aria-activedescendant={current && optionId(current.key)}
    >
      <div role="presentation" className={classes.lines} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const line = lines[item.index];
          if (!line) return null;
          const { key } = line;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys belong to the page (useKeys)
            // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and names its active option
            <div
              key={key}
              id={optionId(key)}
              role="option"
              aria-selected={marked.has(key)}
              aria-setsize={lines.length}
              aria-posinset={item.index + 1}
              className={classes.line}
              data-current={item.index === index || undefined}
              style={{ transform: `translateY(${item.start}px)`, height: item.size }}
              onClick={() => onOpen(key)}
            >
              <span
                className={classes.mark}
                aria-hidden="true"
                onClick={(event) => {
                  event.stopPropagation();
                  onMark(key);
                }}
              >
                {marked.has(key) ? '☑' : '☐'}
              </span>
              <span className={classes.lineText}>
                <span className={classes.lineName}>{line.title}</span>
                <small>{line.client || t('common.unnamed')}</small>
              </span>
            </div>
          );
        })}
      </div>
    </div>
  );
}

const optionId = (key: string): string => `conflict-${key.replaceAll('/', '-')}`;
