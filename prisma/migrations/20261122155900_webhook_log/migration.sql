-- CreateIndex
CREATE INDEX "webhook_delivery_company_id_webhook_id_delivery_id_idx" ON "webhook_delivery"("company_id", "webhook_id", "delivery_id");
