-- The invitation that a sign-in with a code accepts. It may be deleted before the code.
ALTER TABLE email_codes ADD COLUMN invitation_id TEXT;
