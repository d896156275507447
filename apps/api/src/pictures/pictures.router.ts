import { memberProcedure, router } from '../rpc/trpc.ts';
import { pictureInput, picturePut } from './picture.shapes.ts';
import type { PicturesService } from './pictures.service.ts';

export function picturesRouter(pictures: PicturesService) {
  return router({
    put: memberProcedure
      .input(pictureInput)
      .output(picturePut)
      .mutation(({ ctx, input }) => pictures.put(ctx.viewer, input)),
  });
}
