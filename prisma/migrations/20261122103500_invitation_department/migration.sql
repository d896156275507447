-- AlterTable
ALTER TABLE "directory"."invitation" ADD COLUMN "department_id" UUID;
