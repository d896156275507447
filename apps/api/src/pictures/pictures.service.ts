import { Injectable } from '@nestjs/common';
import { Database, sql, type Turn } from '@switchboard/db';
import { may, mayAnywhere } from '@switchboard/domain/access';
import { TRPCError } from '@trpc/server';

import { Config } from '../platform/config.ts';
import { FieldError, type Viewer } from '../rpc/trpc.ts';
import { decodePicture, keptMediaType } from './decode.ts';
import { mostPictureBytes, mostPictures, type PicturePurpose } from './picture.shapes.ts';

const addPicture = sql(
  'add-picture',
  `insert into picture (company_id, picture_id, purpose, media_type, bytes, created_by, created_at)
   select $1, $2, $3, $4, $5, $6, now() where (select count(*) from picture where company_id = $1) < $7
   returning picture_id as "pictureId"`,
);
const hasPicture = sql(
  'has-picture',
  'select purpose from picture where company_id = $1 and picture_id = $2 and purpose = $3',
);
// Settings of lines are kept in all their versions, and an older one may be looked at or put in force again.
const dropPicture = sql(
  'drop-replaced-picture',
  `delete from picture where company_id = $1 and picture_id = $2
     and not exists (select from line_settings where company_id = $1 and settings->>'queue' like '%' || $2::text || '%')
     and not exists (select from employee where company_id = $1 and photo like '%' || $2::text)`,
);

/** As many are decoded at once, and so many more may wait: a picture of 40 megapixels takes its memory. */
const atOnce = 2;
const mostWaiting = 30;

/** Pictures that were chosen: decoded, made small, kept, and shown to whoever has their address. */
@Injectable()
export class PicturesService {
  #decoding = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(
    private readonly db: Database,
    private readonly config: Config,
  ) {}

  /** Keeps a picture and answers its address. It is taken away again where nothing names it a day later. */
  async put(viewer: Viewer, { purpose, image }: { purpose: PicturePurpose; image: string }): Promise<{ url: string }> {
    if (!mayPut(viewer, purpose)) throw new TRPCError({ code: 'FORBIDDEN', message: 'Your role has no right to this' });
    const bytes = Buffer.from(image, 'base64');
    if (bytes.length > mostPictureBytes) throw new FieldError({ image: 'picture.large' });
    const kept = await this.#inOrder(() => decodePicture(bytes, purpose));
    // An address that cannot be guessed: no part of it is a time or a number.
    const pictureId = crypto.randomUUID();
    const { companyId, employeeId } = viewer;
    const added = await this.db.inCompany(companyId, (db) =>
      db.run(addPicture, [companyId, pictureId, purpose, keptMediaType, kept, employeeId, mostPictures]),
    );
    if (added.length === 0) throw new FieldError({ image: 'picture.many' });
    return { url: `${this.#base(companyId)}${pictureId}` };
  }

  /** The bytes of a picture, or null where there is none. */
  async get(companyId: string, pictureId: string): Promise<{ mediaType: string; bytes: Uint8Array } | null> {
    return this.db.inCompanyPrisma(companyId, (prisma) =>
      prisma.picture.findUnique({
        where: { companyId_pictureId: { companyId, pictureId } },
        select: { mediaType: true, bytes: true },
      }),
    );
  }

  /** Whether this is the address of a picture that the company keeps for this purpose. */
  async isOurs(turn: Turn, url: string, purpose: PicturePurpose): Promise<boolean> {
    const pictureId = this.#idIn(turn.companyId, url);
    if (pictureId === null) return false;
    const found = await turn.run(hasPicture, [turn.companyId, pictureId, purpose]);
    return found.length > 0;
  }

  /** Takes away a picture that another has replaced, unless something names it still. Addresses of others are left alone. */
  async replaced(turn: Turn, url: string | null): Promise<void> {
    const pictureId = this.#idIn(turn.companyId, url ?? '');
    if (pictureId !== null) await turn.run(dropPicture, [turn.companyId, pictureId]);
  }

  #base(companyId: string): string {
    return `${this.config.values.API_URL}/pictures/${companyId}/`;
  }

  #idIn(companyId: string, url: string): string | null {
    const base = this.#base(companyId);
    const pictureId = url.startsWith(base) ? url.slice(base.length) : '';
    return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(pictureId) ? pictureId : null;
  }

  async #inOrder<T>(act: () => Promise<T>): Promise<T> {
    if (this.#decoding >= atOnce) {
      if (this.#waiting.length >= mostWaiting)
        throw new TRPCError({
          code: 'TOO_MANY_REQUESTS',
          message: 'Many pictures are under way; try again in a moment',
        });
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#decoding++;
    try {
      return await act();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#decoding--;
    }
  }
}

/** Everybody has a photo of his own; what clients see belongs to a line, the logo to the company. */
function mayPut(viewer: Viewer, purpose: PicturePurpose): boolean {
  if (purpose === 'photo') return true;
  return purpose === 'logo' ? may(viewer, 'settings', {}) : mayAnywhere(viewer, 'linesEdit');
}
