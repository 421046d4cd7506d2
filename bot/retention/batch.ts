/** Rows of one step: few enough that nobody waits for them. */
export const batch = 1000
