/** Why a version of elsewhere cannot be taken over; the message goes on from its name. */
export class Unusable extends Error {}
