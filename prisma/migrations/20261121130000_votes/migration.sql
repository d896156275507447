-- The last dialog of a chat is read with every message: it may be open, or await a vote.
DROP INDEX "dialog_company_id_chat_id_idx";
CREATE INDEX "dialog_of_chat" ON "dialog"("company_id", "chat_id", "dialog_id");
