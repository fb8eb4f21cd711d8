"""The phrases that mean yes, no, or neither, folded: without accents or capitals."""

from __future__ import annotations

YES = {
    "fr": (
        "tout est correct|tout est bon|tout est ok|tout est exact|tout est juste|tout est parfait"
        "|tout est en ordre|ca m'arrange|ca m'arrangerait|ca m'irait|ca m'irait bien|ca me plait"
        "|ce serait bien|ce serait parfait|ce serait super|ce serait genial|avec grand plaisir|"
        "en effet|effectivement|marche conclu|c'est bien moi|j'veux bien|"
        "c'est tout bon|tout bon|ca me parait bien|nickel merci|super merci|c'est mon numero|"
        "absolument|affirmatif|allez y|allez-y|allons y|allons-y|aucun probleme|aucun souci"
        "|aucune objection|avec plaisir|bah oui|banco|ben oui|bien entendu|bien sur|bien vu"
        "|c est bon|c est ca|c'est bien ca|c'est bien le bon|c'est bien le cas"
        "|c'est bien mon numero|c'est bon|c'est ca|c'est cela|c'est correct|c'est exact"
        "|c'est juste|c'est le bon|c'est note|c'est parfait|c'est pas faux|ca convient|ca ira"
        "|ca marche|ca me convient|ca me va|ca roule|carrement|ce n'est pas faux|cest bon"
        "|cest ca|confirme|confirmez|d accord|d'ac|d'acc|d'accord|dac|dacc|daccord|dites oui"
        "|evidement|evidemment|exact|exactement|faisons comme ca|faites donc|faites-le|impec"
        "|impeccable|j'accepte|je confirme|je dis pas non|je n'ai rien contre"
        "|je ne dis pas non|je ne peux pas dire non|je ne suis pas contre"
        "|je peux pas dire non|je prends|je suis d'accord|je suis pas contre|je valide"
        "|je veux bien|mais si|oiu|ok|okay|okey|oki|okidoki|okk|on fait comme ca|ouai|ouaip"
        "|ouii|ouais|oue"
        "|ouep|oui|parfait|parfaitement|pas d'inquietude|pas d'objection|pas de pb"
        "|pas de probleme|pas de souci|pas de soucis|pas faux|pourquoi pas|sans hesiter"
        "|sans probleme|sans souci|si si|tope la|tout a fait|tres bien|ui|uoi|va pour|valide"
        "|validez|vas y|vas-y|volontiers|wi|yep|yes"
    ),
    "en": (
        "that would be great|that would be good|that would be lovely|that would be fine"
        "|that would be perfect|that would be nice|that'd be great|that'd be lovely|that'd be good"
        "|that suits me|suits me|everything is correct|everything's correct|everything is right"
        "|everything's right|everything is fine|all correct|that's all good|it's all good"
        "|that's all right|that's perfect|that's great|that's lovely|"
        "precisely|quite right|i accept|let's do that|that sounds right|please proceed|i think so"
        "|that's the right number|i'm all right with that|i'm good with that|i'm fine with that"
        "|i'm ok with that|i'm okay with that|fine with me|ok with me|it helped|that helped|"
        "that's my number|all good|good to go|that'll do|that will do|"
        "absolutely|affirmative|agree|agreed|all right|alright|by all means|can't say no"
        "|certainly|confirmed|definitely|exactly|fine by me|go ahead|go for it|good for me"
        "|happy with that|i agree|i confirm|i don't disagree|i don't mind|i wouldn't say no"
        "|i'd like that|i'm happy with that|no objection|no problem|no problem at all"
        "|no worries|not a problem|not wrong|nothing against it|of course|ok|okay|okey|okie"
        "|perfect|please do|sounds fine|sounds good|sounds great|spot on|sure|sure thing"
        "|that is correct|that is fine|that is right|that works|that's correct|that's fine"
        "|that's it|that's me|that's not wrong|that's right|that's the one|thats it"
        "|thats right|too right|very well|why not|with pleasure|won't say no|works for me|yah"
        "|yea|yeah|yep|yes|yes please|yess|yse|yup"
    ),
}
NO = {
    "fr": (
        "aucun des deux|aucun des trois|aucune des deux|aucune des trois|aucun d'eux"
        "|aucun d'entre eux|aucune d'entre elles|ni l'une ni l'autre|"
        "pas pour l'instant|pas pour le moment|je ne souhaite pas|ce n'est pas necessaire"
        "|je n'en veux pas|tu te trompes|vous faites erreur|vous avez mal compris|ca m'arrange pas"
        "|ca ne m'arrange pas|toujours pas|aucune envie|c'est pas ce que j'ai dit"
        "|ce n'est pas ce que j'ai dit|je n'accepte pas|c'est pas la bonne adresse|"
        "pas mon numero|c'est pas mon numero|ce n'est pas mon numero|pas le bon|"
        "absolument pas|aucunement|bien sur que non|c'est faux|c'est inexact|c'est non"
        "|c'est pas bon|c'est pas ca|c'est pas le bon|c'est pas moi|c'est une erreur"
        "|ca ira merci|ca marche pas pour moi|ca me convient pas|ca me va pas"
        "|ca ne me convient pas|ca ne me va pas|ca ne va pas|ca va pas|ce n'est pas bon"
        "|ce n'est pas ca|ce n'est pas exact|ce n'est pas le bon|ce n'est pas moi"
        "|certainement pas|cest pas ca|errone|hors de question|il y a une erreur|incorrect"
        "|inexact|j'aimerais mieux pas|j'en veux pas|jamais de la vie|je confirme pas"
        "|je crois pas|je n'ai pas envie|je ne confirme pas|je ne crois pas|je ne pense pas"
        "|je ne prefere pas|je ne veux pas|je pense pas|je prefere pas|je prefererais pas"
        "|je refuse|je veux pas|laisse tomber|laissez tomber|mauvais numero|nan|negatif"
        "|ni l'un ni l'autre|nn|no|non|non merci|nope|nullement|oubliez|oui mais non"
        "|par du tout|pas aujourd'hui|pas besoin|pas bon|pas ca|pas celui la|pas celui-la"
        "|pas confirme|pas correct|pas d'accord|pas daccord|pas du tout|pas encore|pas envie"
        "|pas exact|pas exactement|pas juste|pas la peine|pas maintenant|pas ok|pas question"
        "|pas tout a fait|pas trop|pas vraiment|plutot pas|que non|sans facon|surtout pas"
        "|vous vous trompez"
    ),
    "en": (
        "none of them|none of these|none of those|none of the two|none of the three|neither of them"
        "|neither of these|neither one|"
        "i'd prefer not to|i prefer not to|don't save it|don't book it|do not book it"
        "|do not send it|don't confirm|do not confirm|that won't work|not for now|not this time"
        "|not necessary|out of the question|nothing else|not that one|that's not what i said"
        "|that's not what i meant|that's a mistake|you're mistaken|you are mistaken|i'm all right"
        "|i'm alright|i'm good thanks|i'm fine thanks|"
        "wrong number|it's the wrong number|that's the wrong number|"
        "not my number|that's not my number|that isn't my number|"
        "absolutely not|by no means|certainly not|definitely not|disagree|doesn't work for me"
        "|don't bother|don't think so|forget it|i disagree|i don't think so|i refuse"
        "|i'd rather not|incorrect|isn't correct|isn't right|it's a mistake|it's wrong|nah"
        "|naw|nay|negative|no|no good|no need|no thank you|no thanks|no way|non|nop|nope"
        "|not at all|not correct|not exactly|not fine|not for me|not good|not interested"
        "|not me|not now|not ok|not okay|not quite|not really|not right|not today|not yet"
        "|of course not|please don't|rather not|that doesn't work|that is not it"
        "|that is not right|that is wrong|that's not correct|that's not it|that's not right"
        "|that's wrong|thats wrong|there is a mistake|there's a mistake|yes but no"
    ),
}
UNSURE = {
    "fr": (
        "aucune idee|ca depend|ca m'est egal|chais pas|comme ci comme ca|est-ce que c'est bon"
        "|j'en sais rien|j'hesite|j'sais pas|je n'ai aucune idee|je ne sais pas"
        "|je ne suis pas sur|je ne suis pas sure|je sais pas|je suis pas sur|je suis pas sure"
        "|je verrai|jsp|ni oui ni non|on verra|oui et non|oui ou non|pas certain|pas certaine"
        "|pas sur|pas sure|peut etre|peut-etre"
    ),
    "en": (
        "depends|dunno|i do not know|i don't know|i don't mind which|i have no idea"
        "|i'm not sure|it depends|maybe|no idea|not sure|perhaps|possibly|sure about"
        "|we'll see|yes and no|yes or no"
    ),
}

# They look like an answer and are none.
PASSING = {
    "fr": (
        "pas bien entendu|pas bien vu|mal entendu|non stop|ok google|pas avant|pourquoi pas demain"
        "|si non|sinon"
    ),
    "en": (
        "are you sure|fine for|no answer|no connection|no dial tone|no earlier|no internet|no later"
        "|no light|no lights|no network|no one|no phone|no picture|no signal|no sooner|no sound"
        "|no telephone|no tv|no wifi|right away|right now"
    ),
}
