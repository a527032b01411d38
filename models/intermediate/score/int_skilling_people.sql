-- One row per evaluation, path, step of the certifications metric and person with a
-- certificate of that step: whether the person counts in it. Where a rule asks for the same
-- person, that takes the steps it needs as well.
{{ skilling_people(ref('int_skilling_holders'), ref('int_evaluations'), 'evaluation_key') }}
