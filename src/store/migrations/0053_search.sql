-- Searches by the beginning of a name, which ignore the case of ASCII letters.
CREATE INDEX organizations_by_lower_name ON organizations (environment_id, lower(name));
CREATE INDEX users_by_first_name ON users (environment_id, lower(first_name))
  WHERE first_name <> '';
CREATE INDEX users_by_last_name ON users (environment_id, lower(last_name)) WHERE last_name <> '';
