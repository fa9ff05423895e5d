export const PASSWORD = 'kopi tubruk di teras';
/** Id of the only file of the hub. */
export const FILE = 'bench';
