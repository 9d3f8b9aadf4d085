-- username_key and email_key follow RFC 8265 from here on. SQL cannot normalize, so name_keys.cc
-- renews them within this step.
SELECT 1;
