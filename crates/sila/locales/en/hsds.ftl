# The directory for programs, and files in the same form.

hsds-description = The services of this agency. Open to everybody.
hsds-organization-text = An agency that protects and cares for people.
hsds-contact-point = Public point of contact
hsds-taxonomy-pillar = Pillars
hsds-taxonomy-pillar-text = The four pillars of social services.
hsds-taxonomy-service = Kinds of service
hsds-taxonomy-service-text = What is given.
hsds-taxonomy-category = Groups
hsds-taxonomy-category-text = For whom a service is.
hsds-taxonomy-sex = Sex
hsds-taxonomy-sex-text = For whom a service is, where it is for one sex.
hsds-taxonomy-band = Room
hsds-taxonomy-band-text = How much room there is, in a word and never as a number.
hsds-taxonomy-field = Parts of a file
hsds-taxonomy-field-text = What a referral to a programme may carry.
hsds-taxonomy-language-tag = Localised text
hsds-taxonomy-language-tag-text = The language of a text that stands beside another.
hsds-import = Bring services in from a file
hsds-import-lead = Every row is checked first. With one mistake nothing is brought in; without, everything becomes a draft that you read and publish.
hsds-import-act = Check and bring in
hsds-export = Write all services to a file
hsds-file = File
hsds-file-hint = Records of the Human Services Data Specification: a JSON list, or one record on a line. At most 16 MB and 10,000 rows.
hsds-rows = Rows
hsds-kept = { $n ->
    [one] One service is now a draft
   *[other] { $n } services are now drafts
 }
hsds-kept-text = Read and publish each of them.
hsds-not-kept = { $n ->
    [0] The file has no rows
    [one] Nothing was brought in: one row was read
   *[other] Nothing was brought in: { $n } rows were read
 }
hsds-not-kept-text = Correct what stands beside each row, and send the whole file again.
hsds-wrong-owner = This service is another agency’s
hsds-wrong-record = This row is no record
hsds-wrong-id = The identifier is no UUID
hsds-wrong-twice = This identifier stands in the file twice
problem-hsds-malformed = The parameter “{ $field }” is malformed
problem-hsds-malformed-next = Correct it; the document at /hsds/openapi.json says what is allowed.
problem-hsds-no_file = No file was chosen
problem-hsds-no_file-next = Choose a file and send it again.
problem-hsds-malformed_file = This file cannot be read as JSON
problem-hsds-malformed_file-next = Nothing was brought in. It should be a JSON list, or one record on a line.
problem-hsds-too_many = The file has too many rows
problem-hsds-too_many-next = Nothing was brought in. Divide it into files of at most 10,000 rows.
hsds-partner-text = An entity that works with this agency.
