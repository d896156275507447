-- AlterTable
ALTER TABLE "company" ADD COLUMN     "logo" TEXT,
ADD COLUMN     "second_factor_days" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "second_factor_since" TIMESTAMPTZ(3);
