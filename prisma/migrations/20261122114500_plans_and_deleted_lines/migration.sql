-- AlterTable
ALTER TABLE "company" ADD COLUMN     "plan" TEXT NOT NULL DEFAULT 'unlimited',
ADD COLUMN     "surplus_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "line" ADD COLUMN     "deleted_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "company_surplus_at_idx" ON "company"("surplus_at") WHERE (surplus_at IS NOT NULL);
