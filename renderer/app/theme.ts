import { createTheme, Modal, Notification, Popover, Select, Tooltip } from '@mantine/core';

/**
 * Colours stand in theme.css: Mantine would write them into a <style> element, which the content security policy forbids.
 * For the same reason the app uses its own CSS for layout instead of Mantine's Grid, SimpleGrid and AppShell, and scroll
 * locks are off.
 */
export function themeOf(closeLabel: string) {
  const closeButtonProps = { 'aria-label': closeLabel };
  return createTheme({
    primaryColor: 'cyan',
    fontFamily: 'Segoe UI, system-ui, -apple-system, Roboto, Noto Sans, sans-serif',
    defaultRadius: 'sm',
    components: {
      Modal: Modal.extend({
        defaultProps: { closeButtonProps, lockScroll: false, centered: true, transitionProps: { duration: 0 } },
      }),
      Notification: Notification.extend({ defaultProps: { closeButtonProps } }),
      Popover: Popover.extend({ defaultProps: { transitionProps: { duration: 0 } } }),
      Select: Select.extend({
        defaultProps: { comboboxProps: { transitionProps: { duration: 0 } }, nothingFoundMessage: '–' },
      }),
      Tooltip: Tooltip.extend({ defaultProps: { transitionProps: { duration: 0 }, openDelay: 300 } }),
    },
  });
}
