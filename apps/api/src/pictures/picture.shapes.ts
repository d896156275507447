import { z } from 'zod';

/** What a picture is for: a person's photo, what clients see in place of one, the company's logo. */
export const picturePurposes = ['photo', 'shown', 'logo'] as const;
export type PicturePurpose = (typeof picturePurposes)[number];

/** The most bytes that a picture may have as it is chosen, and the same as base64. */
export const mostPictureBytes = 5 * 1024 * 1024;
export const mostPictureText = 4 * Math.ceil(mostPictureBytes / 3);
/** The most points it may have, and the side of the square that is kept. */
export const mostPicturePoints = 40_000_000;
export const pictureSide = 512;
/** The most pictures a company keeps. */
export const mostPictures = 10_000;

export const pictureInput = z.object({
  purpose: z.enum(picturePurposes),
  /** The file's bytes as base64. */
  image: z.string().min(1, 'picture.none').max(mostPictureText, 'picture.large'),
});
export const picturePut = z.object({ url: z.string() });
