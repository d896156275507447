-- AlterTable
ALTER TABLE "agreement_text" ADD COLUMN "place" INTEGER NOT NULL DEFAULT 0;
