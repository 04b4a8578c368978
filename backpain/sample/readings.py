"""The sources that several articles rest on."""

from backpain.sample.shapes import Reading

NICE = Reading(
    "National Institute for Health and Care Excellence: Low back pain and sciatica in over 16s:"
    " assessment and management. Guideline NG59, 2016, updated 2020.",
    "https://www.nice.org.uk/guidance/ng59",
    kind="guideline",
)
WHO = Reading(
    "World Health Organization: WHO guideline for non-surgical management of chronic primary low"
    " back pain in adults in primary and community care settings. 2023.",
    "https://www.who.int/publications/i/item/9789240081789",
    kind="guideline",
)
ACP = Reading(
    "Qaseem A, Wilt TJ, McLean RM, Forciea MA: Noninvasive treatments for acute, subacute, and"
    " chronic low back pain. Annals of Internal Medicine, 2017.",
    doi="10.7326/M16-2367",
    kind="guideline",
)
HAYDEN = Reading(
    "Hayden JA, Ellis J, Ogilvie R and others: Exercise therapy for chronic low back pain. Cochrane"
    " Database of Systematic Reviews, 2021.",
    doi="10.1002/14651858.CD009790.pub2",
    kind="review",
)
LANCET = Reading(
    "Hartvigsen J, Hancock MJ, Kongsted A and others: What low back pain is and why we need to pay"
    " attention. The Lancet, 2018.",
    doi="10.1016/S0140-6736(18)30480-X",
    kind="review",
)
LANCET_TREATMENT = Reading(
    "Foster NE, Anema JR, Cherkin D and others: Prevention and treatment of low back pain:"
    " evidence, challenges, and promising directions. The Lancet, 2018.",
    doi="10.1016/S0140-6736(18)30489-6",
    kind="review",
)
RED_FLAGS = Reading(
    "Finucane LM, Downie A, Mercer C and others: International framework for red flags for"
    " potential serious spinal pathologies. Journal of Orthopaedic & Sports Physical Therapy,"
    " 2020.",
    doi="10.2519/jospt.2020.9971",
    kind="guideline",
)
