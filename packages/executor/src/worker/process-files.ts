/** Files of a plugin's process, beside its standard ones, by their numbers in it. */
export const channelFd = 3;
/** Closes when the host is gone, however it went. */
export const lifelineFd = 4;
export const recorderFd = 5;
