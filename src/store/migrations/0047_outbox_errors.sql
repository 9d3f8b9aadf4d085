-- Why the last attempt to send an email failed; NULL before the first failure. It names neither the
-- recipient nor the code.
ALTER TABLE outbox ADD COLUMN last_error TEXT;
