-- AlterTable
ALTER TABLE "words_cursor" ADD COLUMN     "written_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "export" ADD COLUMN     "cut" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "sight" TEXT NOT NULL DEFAULT '';
