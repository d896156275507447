-- AlterTable
ALTER TABLE "crm_record_address" ADD COLUMN     "confidence" TEXT NOT NULL DEFAULT 'verified';
