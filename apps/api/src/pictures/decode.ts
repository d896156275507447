import sharp from 'sharp';

import { FieldError } from '../rpc/trpc.ts';
import { mostPicturePoints, pictureSide, type PicturePurpose } from './picture.shapes.ts';

// Only what browsers take photos and draw logos in is decoded, whatever else the library could read: no documents, no
// vector files that point elsewhere.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadJpegBuffer',
    'VipsForeignLoadPngBuffer',
    'VipsForeignLoadWebpBuffer',
    'VipsForeignLoadNsgifBuffer',
    'VipsForeignLoadHeifBuffer',
  ],
});
sharp.cache(false);
sharp.concurrency(1);

export const keptMediaType = 'image/webp';

/**
 * The picture as it is kept: a webp of at most 512 × 512 without a word about where and with what it was taken. A photo
 * fills its square, a logo keeps its form. What cannot be decoded is no picture, whatever its name says.
 */
export async function decodePicture(bytes: Buffer, purpose: PicturePurpose): Promise<Buffer> {
  // What is no base64 comes out as nothing, and the library throws at nothing before it reads.
  if (bytes.length === 0) noPicture();
  const options = { limitInputPixels: false, failOn: 'error', sequentialRead: true } as const;
  const { width, height } = await sharp(bytes, options).metadata().catch(noPicture);
  if (width * height === 0) throw new FieldError({ image: 'picture.none' });
  if (width * height > mostPicturePoints) throw new FieldError({ image: 'picture.points' });
  return sharp(bytes, { ...options, limitInputPixels: mostPicturePoints })
    .timeout({ seconds: 10 })
    .autoOrient()
    .resize(pictureSide, pictureSide, {
      fit: purpose === 'logo' ? 'inside' : 'cover',
      withoutEnlargement: purpose === 'logo',
    })
    .webp({ quality: 82 })
    .toBuffer()
    .catch(noPicture);
}

function noPicture(): never {
  throw new FieldError({ image: 'picture.none' });
}
